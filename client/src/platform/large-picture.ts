/** Shows a picture as large as the screen, to be zoomed; from it one gets to the others of `urls`, of which `current` is one. */
export function showLarge(current: string, urls: readonly string[] = [current]): void {
  void uni.previewImage({ urls: [...urls], current });
}
