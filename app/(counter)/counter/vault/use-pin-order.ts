"use client";

import { useEffect, useRef } from "react";
import { useLive } from "@/app/_device/use-live";
import { pinOrder } from "@/lib/device/counter/professionals";
import { endDuty } from "@/lib/device/identity/held-keys";
import { DATABASE_NAME } from "@/lib/device/store/database";

const query = () => pinOrder();

/** When the authority orders PINs to be chosen anew, an open counter asks at once who is there (VA-11). */
export function usePinOrder(): void {
	const order = useLive(query);
	const heard = useRef(order);
	useEffect(() => {
		const before = heard.current;
		heard.current = order;
		if (before.state === "ready" && order.state === "ready" && before.value !== order.value) endDuty(DATABASE_NAME);
	}, [order]);
}
