/** Services to test against, which the tests empty: never those of a deployment. */
export const services = {
  neo4j: {
    url: process.env.TEST_NEO4J_URL || undefined,
    user: process.env.TEST_NEO4J_USER ?? 'neo4j',
    password: process.env.TEST_NEO4J_PASSWORD ?? '',
    database: process.env.TEST_NEO4J_DATABASE || undefined,
  },
  milvus: {
    url: process.env.TEST_MILVUS_URL || undefined,
    token: process.env.TEST_MILVUS_TOKEN ?? '',
  },
};
