"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { QrCode } from "@/app/_ui/qr-code";

/** Four a second: a camera sees each code twice or more, and misses some, which come again. */
const TURN_MS = 250;

/** One code that stays, or a row of codes shown one after the other for ever. */
export function PairingCodes({ codes }: { codes: readonly string[] }) {
	const t = useTranslations("gates");
	const [turn, setTurn] = useState(0);
	useEffect(() => {
		if (codes.length < 2) return;
		const timer = setInterval(() => setTurn((before) => before + 1), TURN_MS);
		return () => clearInterval(timer);
	}, [codes]);
	const text = codes[turn % Math.max(1, codes.length)];
	if (text === undefined) return null;
	return (
		<div data-pairing-code className="mx-auto w-full max-w-[min(28rem,60vh)]">
			<QrCode text={text} label={codes.length > 1 ? t("chain.qr") : t("qr")} className="block size-full" />
		</div>
	);
}
