"use client";

import { useTranslations } from "next-intl";
import { type DeviceRow, pinOrderAnswer } from "@/lib/protocol/console";
import { PATHS } from "@/lib/protocol/paths";
import { ok } from "@/lib/shared/result";
import { FormDialog } from "../_form/form-dialog";

type PinOrderProps = { readonly device: DeviceRow; readonly onClose: () => void; readonly onOrdered: () => void };

/** Orders that the PINs at one counter be chosen anew, and says what happens there (VA-11). */
export function PinOrderDialog({ device, onClose, onOrdered }: PinOrderProps) {
	const t = useTranslations("console.pinOrder");
	return (
		<FormDialog
			title={t("title", { label: device.label })}
			submit={t("submit")}
			initial={() => ({})}
			read={(_, id) => ok({ id: id(), device: device.id })}
			path={PATHS.console.pinOrders}
			answer={pinOrderAnswer}
			onClose={onClose}
			onDone={onOrdered}
		>
			{() => (
				<>
					<p>{t("owner", { owner: device.owner.name })}</p>
					<ul className="list-disc space-y-1.5 pl-5">
						<li>{t("chosen")}</li>
						<li>{t("contact")}</li>
						<li>{t("keeps")}</li>
						<li>{t("audited")}</li>
					</ul>
				</>
			)}
		</FormDialog>
	);
}
