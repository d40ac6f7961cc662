UNWIND $rows AS row
MERGE (a:Entity {id: row.begins})
MERGE (b:Entity {id: row.ends})
MERGE (a)-[r:RELATION {id: row.relation}]->(b)
SET r.type = row.kind, r.document = row.document, r.owner = row.owner, r.chunk = row.chunk, r.quote = row.quote
