"use client";

import { useEffect, useState } from "react";

/** The device's time, renewed every so many seconds: for ages and days on the screen, not for what is signed. */
export function useNow(everySeconds: number): Date {
	const [now, setNow] = useState(() => new Date());
	useEffect(() => {
		const timer = setInterval(() => setNow(new Date()), everySeconds * 1000);
		return () => clearInterval(timer);
	}, [everySeconds]);
	return now;
}
