"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import { useStoredChoice } from "@/app/_ui/stored-choice";
import type { ScannerCheck } from "@/lib/device/door/scanner-check";
import { type CameraSession, startCameraSession } from "@/lib/scan/camera-session";
import { type CameraState, FIRST_CAMERA_STATE } from "@/lib/scan/camera-state";
import { listenForWedge } from "@/lib/scan/listen-for-wedge";
import { keepScreenOn } from "@/lib/scan/wake-lock";
import type { WorkerLink } from "@/lib/scan/worker/link";
import { STAND } from "../display/display-choices";
import type { PictureOutcome } from "./read-picture";

/** The commands do nothing before the camera session has begun. */
export type Scanner = Omit<CameraSession, "stop" | "read"> & {
	/** Reads a code from a picture and presents it as if the camera had seen it. */
	readonly readPicture: (picture: Blob) => Promise<PictureOutcome>;
	readonly video: RefObject<HTMLVideoElement | null>;
	readonly camera: CameraState;
};

type ScannerListener = {
	/** True: the text was taken. Otherwise it is offered again while it is in view. */
	readonly onText: (text: string, from: "camera" | "wedge" | "image") => boolean;
	/** The hand scanner lost the beginning of a code. */
	readonly onStutter: () => void;
	/** What the calibration sheet found of the hand scanner. */
	readonly check: Pick<ScannerCheck, "reading" | "suffix"> | undefined;
};

/** Camera and wedge scanner, both feeding `onText`, and a screen that stays on, for as long as the door is open. */
export function useScanner(worker: WorkerLink, listener: ScannerListener): Scanner {
	const { reading, suffix } = listener.check ?? {};
	const side = useStoredChoice(STAND) === "on" ? "user" : "environment";
	const video = useRef<HTMLVideoElement>(null);
	const session = useRef<CameraSession>(undefined);
	const [camera, setCamera] = useState<CameraState>(FIRST_CAMERA_STATE);
	const [commands] = useState(() => ({
		touch: () => session.current?.touch(),
		retry: () => session.current?.retry(),
		switchTorch: () => session.current?.switchTorch(),
		switchLens: () => session.current?.switchLens(),
		switchZoom: () => session.current?.switchZoom(),
		forget: () => session.current?.forget(),
	}));
	const latest = useRef(listener);
	useEffect(() => {
		latest.current = listener;
	});
	const [readPicture] = useState(() => async (picture: Blob): Promise<PictureOutcome> => {
		const texts = await session.current?.read(picture);
		if (texts === undefined) return "noPicture";
		for (const text of texts) latest.current.onText(text, "image");
		return texts.length === 0 ? "nothing" : "read";
	});
	useEffect(
		() =>
			listenForWedge({
				onText: (text) => latest.current.onText(text, "wedge"),
				onStutter: () => latest.current.onStutter(),
				known: { reading, suffix: suffix === undefined ? undefined : suffix !== "none" },
			}),
		[reading, suffix],
	);
	useEffect(() => {
		if (video.current === null) return;
		const onText = (text: string) => latest.current.onText(text, "camera");
		session.current = startCameraSession({ side, worker, video: video.current, onText, onState: setCamera });
		const release = keepScreenOn();
		return () => {
			session.current?.stop();
			release();
		};
	}, [worker, side]);
	return { video, camera, readPicture, ...commands };
}
