"use client";

import { useEffect, useState } from "react";

/** NumericDate of this computer, renewed twice a minute: enough for "3 minutes ago". */
export function useNow(): number {
	const [now, setNow] = useState(() => Math.floor(Date.now() / 1000));
	useEffect(() => {
		const timer = setInterval(() => setNow(Math.floor(Date.now() / 1000)), 30_000);
		return () => clearInterval(timer);
	}, []);
	return now;
}
