/** Shows a picture as large as the screen, to be zoomed; from it one gets to the others of `urls`, of which `current` is one. */
export function showLarge(current: string, urls: readonly string[] = [current], names: readonly string[] = []): void {
  // The viewer of the host says nothing of a picture.
  void names;
  void uni.previewImage({ urls: [...urls], current });
}
