"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { endDuty } from "@/lib/device/identity/held-keys";
import type { UnlockedDevice } from "@/lib/device/identity/stored-device";
import { DATABASE_NAME } from "@/lib/device/store/database";
import { ProfessionalsDialog } from "./professionals-dialog";

/** Who is on duty, with the way to somebody else, and the list of the pharmacy's professionals. */
export function DutyButton({ device }: { device: Pick<UnlockedDevice, "onDuty" | "storageKey"> }) {
	const t = useTranslations("vault.duty");
	const [open, setOpen] = useState(false);
	const { onDuty, storageKey } = device;
	return (
		<>
			{onDuty === undefined ? null : (
				<Button compact onClick={() => endDuty(DATABASE_NAME)} data-on-duty={onDuty.rpps}>
					{t("change", { name: onDuty.name })}
				</Button>
			)}
			<Button compact tone="quiet" onClick={() => setOpen(true)} data-professionals="">
				{t("manage")}
			</Button>
			{open ? <ProfessionalsDialog storageKey={storageKey} onClose={() => setOpen(false)} /> : null}
		</>
	);
}
