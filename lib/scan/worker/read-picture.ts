import { decodeImage } from "../decode-image";
import { looksLikePass } from "../text-chooser";
import { cut } from "./pixels";

/** Side beyond which a picture is made smaller first: a phone's photograph of a sheet has four times the pixels needed. */
const LARGEST_SIDE = 3200;
/** Side of a tile that is looked at by itself. */
const TILE = 700;

/** The texts of a picture that somebody chose, read with every effort; those of passes only where it has one. */
export async function readPicture(picture: Blob): Promise<readonly string[]> {
	const bitmap = await createImageBitmap(picture);
	try {
		const found = new Set<string>();
		for (const look of looks(bitmap)) {
			for (const text of await look()) found.add(text);
			if ([...found].some(looksLikePass)) break;
		}
		const texts = [...found];
		const passes = texts.filter(looksLikePass);
		return passes.length > 0 ? passes : texts;
	} finally {
		bitmap.close();
	}
}

function* looks(bitmap: ImageBitmap): Generator<() => Promise<readonly string[]>> {
	const { width, height } = bitmap;
	const scale = Math.min(1, LARGEST_SIDE / Math.max(width, height));
	const whole = { x: 0, y: 0, width, height };
	yield () => decodeImage(cut(bitmap, { ...whole, scale }), "full");
	for (const smaller of [scale, scale / 2]) {
		for (const effort of ["magnified", "soft", "bent", "rolled"] as const) {
			yield () => decodeImage(cut(bitmap, { ...whole, scale: smaller }), effort);
		}
	}
	const step = TILE / 2;
	for (let y = 0; y === 0 || y + step < height; y += step) {
		for (let x = 0; x === 0 || x + step < width; x += step) {
			const tile = { x, y, width: Math.min(TILE, width - x), height: Math.min(TILE, height - y), scale: 2 };
			yield () => decodeImage(cut(bitmap, tile), "magnified");
		}
	}
}
