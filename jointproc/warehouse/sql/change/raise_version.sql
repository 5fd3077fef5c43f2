UPDATE state SET version = greatest(version, $version) + 1;
