"use client";

import { useTranslations } from "next-intl";
import { type RefObject, useEffect, useRef } from "react";
import { readTexts } from "@/lib/scan/read-texts";

/** The camera may be opened anew meanwhile: the picture follows the door's. */
const FOLLOW_MS = 500;

/** What the door's camera sees, small, and every code in it read. The door itself judges nothing meanwhile. */
export function PairingCamera(props: { source: RefObject<HTMLVideoElement | null>; onText: (text: string) => void }) {
	const { source, onText } = props;
	const t = useTranslations("gates");
	const preview = useRef<HTMLVideoElement>(null);
	const latest = useRef(onText);
	useEffect(() => {
		latest.current = onText;
	});
	useEffect(() => {
		const video = preview.current;
		if (video === null) return;
		const follow = () => {
			const stream = source.current?.srcObject ?? null;
			if (video.srcObject === stream) return;
			video.srcObject = stream;
			// A refusal to play is said by the door's own camera.
			if (stream !== null) void video.play().catch(() => undefined);
		};
		follow();
		const timer = setInterval(follow, FOLLOW_MS);
		const stop = readTexts(video, (text) => latest.current(text));
		return () => {
			clearInterval(timer);
			stop();
			video.srcObject = null;
		};
	}, [source]);
	return (
		<video
			ref={preview}
			muted
			playsInline
			aria-label={t("camera")}
			className="aspect-video w-40 rounded-card bg-black object-cover"
		/>
	);
}
