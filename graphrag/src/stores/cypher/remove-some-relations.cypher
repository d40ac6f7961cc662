MATCH (:Entity)-[r:RELATION]->(:Entity)
WHERE r.id IN $relations AND r.document = $document
DELETE r
