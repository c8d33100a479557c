select count(*) = count(distinct hash(${columns})) from gongkai_${side}_rows
