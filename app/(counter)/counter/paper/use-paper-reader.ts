"use client";

import { useEffect, useRef, useState } from "react";
import { beginsLikeReturned, type ReturnedCode, readReturned } from "@/lib/kit/returned-paper";
import { startCameraSession } from "@/lib/scan/camera-session";
import { type CameraState, FIRST_CAMERA_STATE } from "@/lib/scan/camera-state";
import { listenForDocuments } from "@/lib/scan/listen-for-documents";
import { WorkerLink } from "@/lib/scan/worker/link";

/** Codes of a returned sheet that a hand scanner types, whatever keyboard it is set up for, wherever the focus is. */
export function useTypedCodes(pharmacy: string, onCode: (code: ReturnedCode) => void): void {
	const latest = useRef(onCode);
	useEffect(() => {
		latest.current = onCode;
	});
	useEffect(
		() =>
			listenForDocuments({
				wanted: beginsLikeReturned,
				onScan: (texts) => {
					const codes = texts.map((text) => readReturned(text, pharmacy));
					const [first] = codes;
					const code = codes.find(({ outcome }) => outcome !== "not_a_sheet") ?? first;
					if (code !== undefined) latest.current(code);
				},
			}),
		[pharmacy],
	);
}

/** The same by a camera, for as long as it is wanted. */
export function useCameraCodes(pharmacy: string, onCode: (code: ReturnedCode) => void) {
	const video = useRef<HTMLVideoElement>(null);
	const [camera, setCamera] = useState<CameraState>(FIRST_CAMERA_STATE);
	const latest = useRef(onCode);
	useEffect(() => {
		latest.current = onCode;
	});
	useEffect(() => {
		if (video.current === null) return;
		const worker = new WorkerLink();
		const onText = (text: string) => {
			latest.current(readReturned(text, pharmacy));
			return true;
		};
		const session = startCameraSession({
			side: "environment",
			worker,
			video: video.current,
			onText,
			onState: setCamera,
		});
		return () => {
			session.stop();
			worker.close();
		};
	}, [pharmacy]);
	return { video, camera };
}
