select ${columns}
from ${table} as base
${joins}
${where}
${order}
limit ?
