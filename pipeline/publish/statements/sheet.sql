select ${names}base.*
from ${table} as base
${joins}
${where}
${order}
limit ?
