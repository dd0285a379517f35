"use client";

import { useEffect, useState } from "react";
import { persistStorage } from "@/lib/device/identity/device-checks";

/** Whether the browser promises to keep what is stored; undefined until it has said so. It is asked once more. */
export function useDurable(): boolean | undefined {
	const [durable, setDurable] = useState<boolean>();
	useEffect(() => {
		let left = false;
		const settle = (kept: boolean) => {
			if (!left) setDurable(kept);
		};
		persistStorage().then(settle, () => settle(false));
		return () => {
			left = true;
		};
	}, []);
	return durable;
}
