"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Progress } from "@/app/_ui/progress";
import { takeDuty } from "@/lib/device/door/scan-register";
import { survive } from "@/lib/device/store/stand-in";
import { deviceNow } from "@/lib/device/trust/clock";
import { useSupervisor } from "../supervisor/supervisor-provider";
import { ManageRegister } from "./manage-register";
import { type Register, useRegister } from "./use-register";

/** [DP-6] Who checks passes on this device. Whoever holds it says who they are; the rest is the supervisor's. */
export function RegisterDialog({ device, onClose }: { device: string; onClose: () => void }) {
	const t = useTranslations("door.register");
	const common = useTranslations("common");
	const supervisor = useSupervisor();
	const register = useRegister();
	const [managing, setManaging] = useState(false);
	const manage = async () => setManaging(await supervisor.ask(t("ask")));
	return (
		<Dialog title={t("title")} onClose={onClose} wide>
			{register === undefined ? (
				<Progress label={common("loading")} />
			) : managing ? (
				<ManageRegister register={register} device={device} />
			) : (
				<>
					<OnDuty register={register} />
					<Button className="mt-5 w-full" onClick={() => void manage()}>
						{t("manage")}
					</Button>
				</>
			)}
		</Dialog>
	);
}

function OnDuty({ register }: { register: Register }) {
	const t = useTranslations("door.register");
	const authorised = register.staff.filter(({ withdrawnAt }) => withdrawnAt === null);
	const people = [{ id: "", name: t("nobody") }, ...authorised];
	return (
		<fieldset>
			<legend className="font-semibold">{t("onDuty")}</legend>
			<p className="mt-1 text-sm text-ink-2">{t(authorised.length === 0 ? "noStaff" : "onDutyHint")}</p>
			<div className="mt-2 grid gap-2">
				{people.map(({ id, name }) => (
					<Button
						key={id}
						aria-pressed={id === register.onDuty}
						className="justify-start! aria-pressed:border-accent aria-pressed:font-semibold"
						onClick={() => void survive(() => takeDuty(id, { now: deviceNow() }))}
					>
						{name}
					</Button>
				))}
			</div>
		</fieldset>
	);
}
