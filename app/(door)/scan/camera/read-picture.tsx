"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useRef, useState } from "react";

/** How reading a picture went. */
export type PictureOutcome = "read" | "nothing" | "noPicture";

/**
 * A button that reads a code from a picture: a photograph of the paper, a screenshot that was sent. The picture goes to
 * the decoder and nowhere else.
 */
export function ReadPicture(props: {
	onPicture: (picture: Blob) => Promise<PictureOutcome>;
	className: string;
	children: ReactNode;
}) {
	const { onPicture, className, children } = props;
	const t = useTranslations("door.camera.picture");
	const input = useRef<HTMLInputElement>(null);
	const [state, setState] = useState<"idle" | "busy" | PictureOutcome>("idle");
	const read = async (picture: File | undefined) => {
		if (picture === undefined) return;
		setState("busy");
		setState(await onPicture(picture));
		// The same picture may be chosen again, and its name stays nowhere.
		if (input.current !== null) input.current.value = "";
	};
	return (
		<>
			<input
				ref={input}
				type="file"
				accept="image/*"
				hidden
				data-picture=""
				onChange={(event) => void read(event.currentTarget.files?.[0])}
			/>
			<button
				type="button"
				aria-label={t("read")}
				title={t("read")}
				aria-busy={state === "busy"}
				onClick={() => input.current?.click()}
				className={className}
			>
				{children}
			</button>
			<span role="status" className="max-w-60 rounded-lg bg-black/70 px-3 py-2 text-sm text-white empty:hidden">
				{state === "idle" || state === "read" ? null : t(state)}
			</span>
		</>
	);
}
