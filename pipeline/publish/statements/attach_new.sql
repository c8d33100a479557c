attach ${path} as ${catalog} (read_write, storage_version 'v1.0.0')
