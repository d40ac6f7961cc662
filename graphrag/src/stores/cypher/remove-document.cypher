MATCH (d:Document {id: $document})
DELETE d
