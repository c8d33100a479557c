copy (select ${columns} from ${table}) to ${path} (format csv, header true)
