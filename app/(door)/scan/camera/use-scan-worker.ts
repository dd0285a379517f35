"use client";

import { useEffect, useState } from "react";
import { Judge } from "@/lib/scan/judge";
import { WorkerLink } from "@/lib/scan/worker/link";
import type { Trust } from "@/lib/trust/trust";

export type ScanWorker = { readonly link: WorkerLink; readonly judge: Judge };

/** The worker in which frames are decoded and passes judged, for as long as the door is open. It is given every refresh. */
export function useScanWorker(trust: Trust): ScanWorker {
	const [worker] = useState(() => {
		const link = new WorkerLink();
		return { link, judge: new Judge(link) };
	});
	useEffect(() => () => worker.link.close(), [worker]);
	useEffect(() => void worker.judge.hold(trust), [worker, trust]);
	return worker;
}
