"use client";

import { useEffect, useState } from "react";
import { keepScannerCheck } from "@/lib/device/door/scanner-check";
import { survive } from "@/lib/device/store/stand-in";
import { deviceNow } from "@/lib/device/trust/clock";
import { type CodeResult, checkOf, examineScan, type TestCode } from "@/lib/scan/calibration";
import { createRecorder, QUIET_MS } from "@/lib/scan/calibration-recorder";

type Results = Readonly<Partial<Record<TestCode, CodeResult>>>;

export type Calibration = {
	readonly results: Results;
	/** The newest scan was no code of the sheet. */
	readonly stray: boolean;
};

const NOTHING: Calibration = { results: {}, stray: false };

/** Listens to the scanner, and keeps what it says once every code of the sheet was scanned. */
export function useCalibration(): Calibration {
	const [calibration, setCalibration] = useState(NOTHING);
	useEffect(
		() =>
			listen((result) =>
				setCalibration(({ results }) => {
					if (result === undefined) return { results, stray: true };
					return { results: { ...results, [result.code]: result }, stray: false };
				}),
			),
		[],
	);
	const { results } = calibration;
	useEffect(() => {
		const check = checkOf(results);
		if (check !== undefined) void survive(() => keepScannerCheck({ ...check, at: deviceNow() }));
	}, [results]);
	return calibration;
}

/** Undefined: what was scanned is no code of the sheet. */
function listen(onScan: (result: CodeResult | undefined) => void): () => void {
	const recorder = createRecorder();
	let timer: ReturnType<typeof setTimeout> | undefined;
	const finish = () => {
		const recorded = recorder.finish();
		if (recorded !== undefined) onScan(examineScan(recorded));
	};
	const press = (event: KeyboardEvent) => {
		if (event.repeat || !recorder.press(event)) return;
		event.preventDefault();
		event.stopPropagation();
		clearTimeout(timer);
		timer = setTimeout(finish, QUIET_MS);
	};
	const release = (event: KeyboardEvent) => recorder.release(event);
	window.addEventListener("keydown", press, { capture: true });
	window.addEventListener("keyup", release, { capture: true });
	return () => {
		clearTimeout(timer);
		window.removeEventListener("keydown", press, { capture: true });
		window.removeEventListener("keyup", release, { capture: true });
	};
}
