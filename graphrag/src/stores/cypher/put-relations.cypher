UNWIND $rows AS row
MERGE (a:Entity {id: row.head})
MERGE (b:Entity {id: row.tail})
MERGE (a)-[r:RELATION {id: row.relation}]->(b)
SET r.type = row.kind, r.document = row.document, r.owner = row.owner, r.chunk = row.chunk, r.quote = row.quote
