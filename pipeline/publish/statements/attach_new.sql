attach ${path} as ${catalog} (storage_version 'v1.0.0')
