UNWIND $rows AS row
MATCH (:Entity {id: row.entity})-[n:NAMED_IN]->(:Document {id: row.document})
WHERE n.name = row.name AND n.type = row.kind AND n.alias = row.alias AND n.owner = row.owner
DELETE n
