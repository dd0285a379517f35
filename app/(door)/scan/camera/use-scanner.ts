"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import {
	type CameraSession,
	type CameraState,
	FIRST_CAMERA_STATE,
	startCameraSession,
} from "@/lib/scan/camera-session";
import { listenForWedge } from "@/lib/scan/listen-for-wedge";
import { keepScreenOn } from "@/lib/scan/wake-lock";

/** The commands do nothing before the camera session has begun. */
export type Scanner = Omit<CameraSession, "stop"> & {
	readonly video: RefObject<HTMLVideoElement | null>;
	readonly camera: CameraState;
};

/** True: the text was taken. Otherwise it is offered again while it is in view. */
type OnText = (text: string, from: "camera" | "wedge") => boolean;

/** Camera and wedge scanner, both feeding `onText`, and a screen that stays on, for as long as the door is open. */
export function useScanner(onText: OnText): Scanner {
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
	const latest = useRef(onText);
	useEffect(() => {
		latest.current = onText;
	});
	useEffect(() => {
		if (video.current === null) return;
		const onText = (text: string) => latest.current(text, "camera");
		session.current = startCameraSession({ video: video.current, onText, onState: setCamera });
		const unplug = listenForWedge((text) => latest.current(text, "wedge"));
		const release = keepScreenOn();
		return () => {
			session.current?.stop();
			unplug();
			release();
		};
	}, []);
	return { video, camera, ...commands };
}
