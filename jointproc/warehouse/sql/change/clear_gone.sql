DELETE FROM gone WHERE list_contains($sha256s, sha256);
