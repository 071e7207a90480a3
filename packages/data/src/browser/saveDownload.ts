/**
 * Hands bytes or text to the user as a download.
 *
 * @param name - The file name proposed, such as `model.safetensors`.
 * @param type - The media type; unknown bytes unless given.
 */
export function saveDownload(content: Uint8Array | string, name: string, type = "application/octet-stream"): void {
  const url = URL.createObjectURL(new Blob([content as BlobPart], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers read the content only after asking the user where to save it.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
