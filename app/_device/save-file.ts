"use client";

/** Has the browser save a file. */
export function saveFile(name: string, content: Blob): void {
	const address = URL.createObjectURL(content);
	const link = document.createElement("a");
	Object.assign(link, { href: address, download: name });
	link.click();
	URL.revokeObjectURL(address);
}
