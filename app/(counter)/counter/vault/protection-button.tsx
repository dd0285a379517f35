"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { ProtectionDialog } from "./protection-dialog";

/** The way to the passphrase and the recovery code of an open counter. */
export function ProtectionButton() {
	const t = useTranslations("vault.protection");
	const [open, setOpen] = useState(false);
	return (
		<>
			<Button compact tone="quiet" onClick={() => setOpen(true)} data-protection-button="">
				{t("open")}
			</Button>
			{open ? <ProtectionDialog onClose={() => setOpen(false)} /> : null}
		</>
	);
}
