UPDATE state SET version = version + 1;
