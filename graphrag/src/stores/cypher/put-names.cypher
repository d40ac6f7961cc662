UNWIND $rows AS row
MERGE (d:Document {id: row.document})
ON CREATE SET d.owner = row.owner
MERGE (e:Entity {id: row.entity})
MERGE (e)-[:NAMED_IN {name: row.name, type: row.kind, alias: row.alias, owner: row.owner}]->(d)
