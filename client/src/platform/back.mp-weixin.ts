/** WeChat does not hand "back" to a page. Out: nothing to release. */
export function holdBack(close: () => void): () => void {
  void close;
  return () => undefined;
}
