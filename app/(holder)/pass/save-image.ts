const NAME = "pass.png";

/**
 * Hands a picture to the person: by the share sheet where that leads to the photos (`share`: iPhone and iPad, whose
 * downloads nobody finds again), else as a download. The file's name says nothing about a person.
 */
export async function saveImage(
	image: Blob,
	{ share }: { readonly share: boolean },
): Promise<"shared" | "saved" | "left"> {
	const files = [new File([image], NAME, { type: image.type })];
	if (share && navigator.canShare?.({ files })) {
		try {
			await navigator.share({ files });
			return "shared";
		} catch (error) {
			if (error instanceof DOMException && error.name === "AbortError") return "left";
			// Any other refusal: the download is left.
		}
	}
	const address = URL.createObjectURL(image);
	const link = document.createElement("a");
	link.href = address;
	link.download = NAME;
	link.click();
	// The browser reads it after the click.
	setTimeout(() => URL.revokeObjectURL(address), 60_000);
	return "saved";
}
