attach ${path} as ${catalog} (read_only)
