"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useLive } from "@/app/_device/use-live";
import { Button } from "@/app/_ui/button";
import { LiveRegion } from "@/app/_ui/live-region";
import { Notice } from "@/app/_ui/notice";
import { startBackground } from "@/lib/device/background/background";
import { forgetOldCodes } from "@/lib/device/door/accepted-codes";
import { endOldEvents } from "@/lib/device/door/checkin-store";
import { DOOR_TASKS } from "@/lib/device/door/door-tasks";
import { chooseGate, type GateChoice } from "@/lib/device/door/gate-choice";
import type { StoredDevice } from "@/lib/device/identity/stored-device";
import { listConfirmedAt } from "@/lib/device/trust/bundle-cache";
import { refreshBundle } from "@/lib/device/trust/bundle-refresh";
import { deviceNow } from "@/lib/device/trust/clock";
import { CLOCK_TOLERANCE } from "@/lib/shared/clock-tolerance";
import type { Trust } from "@/lib/trust/trust";
import { CameraStage } from "./camera/camera-stage";
import { type Scanner, useScanner } from "./camera/use-camera";
import { CodeForm } from "./code/code-form";
import { HelpDialog, type KeyUpdate, SettingsDialog, SupervisorDialog } from "./door-dialogs";
import { DoorHeader } from "./door-header";
import { AuthorityNotices, DoorNotice, useSpokenVerdict } from "./door-notices";
import { DestinationDialog } from "./gate/destination-dialog";
import { countryName } from "./gate/journey";
import { RulesDialog } from "./gate/rules-dialog";
import { type KeyState, useKeyState, usePost } from "./gate/use-post";
import { type Door, useDoor } from "./use-door";
import { unlockSound } from "./verdict/feedback";
import { Side } from "./verdict/verdict-actions";
import { VerdictStage } from "./verdict/verdict-stage";

type OpenDialog =
	| { readonly dialog: "settings" | "rules" | "destination" }
	| { readonly dialog: "supervisor" | "help"; readonly spoken: string };

const NO_CODE_KEYS = { days: {} };
const confirmed = () => listConfirmedAt();

/** The door at work: header, camera, and over it a verdict or the code form. */
export function DoorScreen(props: {
	device: StoredDevice;
	gate: GateChoice;
	trust: Trust;
	unusable: string | undefined;
	onChangeGate: () => void;
}) {
	const { device, gate, trust, unusable, onChangeGate } = props;
	const codeKeys = device.codeKeys.holder === "verifier" ? device.codeKeys : NO_CODE_KEYS;
	const door = useDoor({ gate, trust, codeKeys });
	const scanner = useScanner((text) => void door.work.present(text));
	const post = usePost(gate.assignment);
	const keys = useKeyState(trust);
	const confirmedAt = useLive(confirmed);
	const [open, setOpen] = useState<OpenDialog>();
	const [hidden, setHidden] = useState<readonly string[]>([]);
	const [update, updateKeys] = useKeyUpdate(scanner);
	useBackground();
	// Whoever is still in view is judged again, by the rules chosen now.
	const { session } = scanner;
	const { destination: rules, arrival } = gate.journey ?? {};
	// biome-ignore lint/correctness/useExhaustiveDependencies: destination and arrival choose the rules
	useEffect(() => session.current?.forget(), [rules, arrival]);
	const rush = useRush(door.state.newest);
	const { state, dispatch, work } = door;
	const { stage } = state;
	const torch = <TorchButton scanner={scanner} />;
	const close = () => setOpen(undefined);
	const locale = useLocale();
	const destination = gate.journey === undefined ? undefined : countryName(gate.journey.destination, locale);
	return (
		<div data-unfinished={rush} className="fixed inset-0 flex flex-col overflow-hidden bg-paper">
			<DoorHeader gate={gate} post={post} age={keys.age} onSettings={() => setOpen({ dialog: "settings" })} />
			<main id="content" className="relative min-h-0 flex-1 overflow-hidden bg-black">
				{/* Always there: the lamp stays lit and the next scan is seen while a verdict lies over it. */}
				<video ref={scanner.video} muted playsInline className="absolute inset-0 size-full object-cover" />
				{stage.name === "camera" ? (
					<CameraStage
						camera={scanner.camera}
						direction={state.direction}
						journey={
							gate.mode === "train"
								? { label: destination, onChoose: () => setOpen({ dialog: "destination" }) }
								: undefined
						}
						torch={torch}
						notices={
							<>
								<DoorNotices
									door={door}
									trust={trust}
									unusable={unusable}
									keys={keys}
									refused={post.refused?.reason}
									update={update}
									onUpdate={updateKeys}
								/>
								<AuthorityNotices
									trust={trust}
									scope={gate.mode === "train" ? "train" : "venue"}
									hidden={hidden}
									onHide={(id) => setHidden([...hidden, id])}
								/>
							</>
						}
						onRetry={() => scanner.session.current?.retry()}
						onLens={() => scanner.session.current?.switchLens()}
						onCode={() => dispatch({ type: "openForm" })}
						onTurn={(direction) => dispatch({ type: "turn", direction })}
					/>
				) : null}
				{stage.name === "form" ? (
					<CodeForm
						draft={stage.draft}
						hasKeys={Object.keys(codeKeys.days).length > 0}
						onCheck={(draft) => work.check(draft)}
						onBack={() => dispatch({ type: "next" })}
					/>
				) : null}
				{stage.name === "verdict" ? (
					<VerdictStage
						stage={stage}
						torch={torch}
						onHold={() => dispatch({ type: "hold" })}
						onTimeUp={(id) => dispatch({ type: "timeUp", id })}
						handlers={{
							next: () => dispatch({ type: "next" }),
							undo: (view) => void work.undo(view),
							pass: (view, direction) => void work.pass(view, direction),
							compared: (view, same) => void work.compared(view, same),
							retype: () =>
								dispatch({ type: "openForm", ...(stage.draft === undefined ? {} : { draft: stage.draft }) }),
							showRules: () => setOpen({ dialog: "rules" }),
							callSupervisor: (spoken) => setOpen({ dialog: "supervisor", spoken }),
							showHelp: (spoken) => setOpen({ dialog: "help", spoken }),
							updateKeys,
							updating: update === "busy",
						}}
					/>
				) : null}
			</main>
			<LiveRegion urgent>{useSpokenVerdict(stage)}</LiveRegion>
			{open?.dialog === "settings" ? (
				<SettingsDialog
					place={gate.name}
					confirmedAt={confirmedAt.state === "ready" ? confirmedAt.value : undefined}
					update={update}
					lenses={scanner.camera.state === "live" ? scanner.camera.lenses : 0}
					onUpdate={updateKeys}
					onLens={() => scanner.session.current?.switchLens()}
					onRules={() => setOpen({ dialog: "rules" })}
					onChangeGate={onChangeGate}
					onClose={close}
				/>
			) : null}
			{open?.dialog === "rules" ? <RulesDialog trust={trust} gate={gate} onClose={close} /> : null}
			{open?.dialog === "destination" ? (
				<DestinationDialog
					journey={gate.journey}
					trust={trust}
					onChoose={(journey) => void chooseGate({ ...gate, journey })}
					onClose={close}
				/>
			) : null}
			{open?.dialog === "supervisor" ? <SupervisorDialog spoken={open.spoken} onClose={close} /> : null}
			{open?.dialog === "help" ? <HelpDialog spoken={open.spoken} onClose={close} /> : null}
		</div>
	);
}

function TorchButton({ scanner }: { scanner: Scanner }) {
	const t = useTranslations("door.camera");
	const { camera, session } = scanner;
	const lit = camera.state === "live" && camera.torch;
	return (
		<Side
			aria-pressed={lit}
			disabled={camera.state !== "live" || !camera.hasTorch}
			onClick={() => session.current?.switchTorch()}
			className="aria-pressed:border-compare aria-pressed:text-compare"
		>
			{t("torch")}
		</Side>
	);
}

function DoorNotices(props: {
	door: Door;
	trust: Trust;
	unusable: string | undefined;
	keys: KeyState;
	refused: string | undefined;
	update: KeyUpdate;
	onUpdate: () => void;
}) {
	const { door, trust, unusable, keys, refused, update, onUpdate } = props;
	const t = useTranslations("door");
	const { note } = door.state;
	return (
		<>
			{unusable === undefined ? null : (
				<Notice tone="unknown" alert title={t("badKeys.title")}>
					{t("badKeys.body", { code: unusable })}
				</Notice>
			)}
			{trust.list === undefined && unusable === undefined ? (
				<Notice tone="unknown" title={t("noKeys.title")}>
					<p>{t("noKeys.body")}</p>
					<Button compact className="mt-3" busy={update === "busy"} onClick={onUpdate}>
						{update === "busy" ? t("verdict.updating") : t("noKeys.update")}
					</Button>
					{update === "failed" ? <p role="status">{t("settings.notUpdated")}</p> : null}
				</Notice>
			) : null}
			{keys.behind > CLOCK_TOLERANCE ? <Notice tone="compare">{t("clockBehind")}</Notice> : null}
			{refused === undefined ? null : <Notice tone="compare">{t("refusedUpdate", { reason: refused })}</Notice>}
			{note === undefined ? null : <DoorNotice note={note} onRead={() => door.dispatch({ type: "noteRead" })} />}
		</>
	);
}

/** One refresh of the key lists on request; what is in view is judged again afterwards. */
function useKeyUpdate(scanner: Scanner): readonly [KeyUpdate, () => void] {
	const [update, setUpdate] = useState<KeyUpdate>("idle");
	const run = async () => {
		setUpdate("busy");
		const refreshed = await refreshBundle();
		setUpdate(refreshed.ok ? "updated" : "failed");
		scanner.session.current?.forget();
	};
	return [update, () => void run()];
}

/** As long as a queue stands at the door. */
const RUSH_MS = 10 * 60_000;

/** True for a while after every presentation: no update of the app reloads the page under people who wait. */
function useRush(newest: number): boolean {
	const [quiet, setQuiet] = useState(0);
	useEffect(() => {
		const timer = setTimeout(() => setQuiet(newest), RUSH_MS);
		return () => clearTimeout(timer);
	}, [newest]);
	return newest !== quiet;
}

function useBackground(): void {
	useEffect(() => {
		const background = startBackground(DOOR_TASKS);
		// Also where no network ever comes: what is over is forgotten here.
		void endOldEvents(deviceNow());
		void forgetOldCodes(deviceNow());
		document.addEventListener("pointerdown", unlockSound);
		return () => {
			background.stop();
			document.removeEventListener("pointerdown", unlockSound);
		};
	}, []);
}
