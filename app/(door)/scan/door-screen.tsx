"use client";

import { useCallback, useEffect, useState } from "react";
import { useLive } from "@/app/_device/use-live";
import { LiveRegion } from "@/app/_ui/live-region";
import type { GateChoice } from "@/lib/device/door/gate-choice";
import { readScannerCheck, type ScannerCheck } from "@/lib/device/door/scanner-check";
import type { DoorDevice } from "@/lib/device/identity/stored-device";
import type { Trust } from "@/lib/trust/trust";
import { CameraPicture } from "./camera/camera-picture";
import { useScanWorker } from "./camera/use-scan-worker";
import { useScanner } from "./camera/use-scanner";
import { ScannerStrip } from "./check-in/scanner-strip";
import { type Door, useDoor } from "./check-in/use-door";
import { RoomStrip } from "./count/room-strip";
import type { DoorDialog } from "./dialogs/door-dialog";
import { DoorDialogs } from "./dialogs/door-dialogs";
import { DoorHeader } from "./door-header";
import { DoorStage } from "./door-stage";
import { useFirstUse } from "./first-use/use-first-use";
import { RulesLock } from "./gate/rules-lock";
import { usePost } from "./gate/use-post";
import { GateLinkNotice } from "./gatelink/gate-link-notice";
import { useKeyState } from "./keys/use-key-state";
import { useKeyUpdate } from "./keys/use-key-update";
import { AuthorityNotices, useAuthorityNotices } from "./notices/authority-notices";
import { DoorNotices } from "./notices/door-notices";
import { OfflineNotice } from "./ready/offline-mark";
import { StorageNotice } from "./ready/storage-notice";
import { TooOldScreen } from "./ready/too-old-screen";
import { BadgeNoteArea } from "./register/badge-note";
import { useShift } from "./register/use-register";
import { useRush, useUpkeep } from "./use-upkeep";
import { useSpokenVerdict } from "./verdict/use-verdict-words";

const NO_CODE_KEYS = { days: {} };

/** The door at work: header, camera, and over it a verdict or the code form. */
export function DoorScreen(props: {
	device: DoorDevice;
	gate: GateChoice;
	trust: Trust;
	unusable: string | undefined;
	onChangeGate: () => void;
	onTraining: () => void;
}) {
	const { device, gate, trust, unusable, onChangeGate, onTraining } = props;
	const codeKeys = device.codeKeys.holder === "verifier" ? device.codeKeys : NO_CODE_KEYS;
	const check = useScannerCheck();
	const { link, judge } = useScanWorker(trust);
	const door = useDoor({ gate, trust, judge, codeKeys, soundScanner: check?.sound ?? false });
	const shift = useShift(gate, door.state.owner.newest);
	const scanner = useScanner(link, {
		onText: (text, from) => {
			const free = door.desk.read().owner.pauses.length === 0;
			return (free && shift.scanned(text)) || door.desk.present(text, from) === "taken";
		},
		onStutter: door.stutter,
		check,
	});
	const forget = useForget(door, scanner.forget);
	const post = usePost(gate);
	const keys = useKeyState(trust);
	const update = useKeyUpdate(forget);
	const [open, setOpen] = useState<DoorDialog>();
	const [hidden, setHidden] = useState<readonly string[]>([]);
	const rush = useRush(door.state.owner.newest);
	const spoken = useSpokenVerdict(gate.mode);
	const { stage, direction } = door.state;
	const told = useAuthorityNotices(trust, gate.mode === "train" ? "train" : "venue");
	const refused = post.refused?.reason;
	useUpkeep();
	useFirstUse(setOpen);
	useForgetOnNewRules(forget, gate);
	const notices = (
		<>
			<DoorNotices {...{ door, trust, unusable, keys, update }} refused={refused} />
			<StorageNotice onHandOver={() => setOpen({ kind: "pairing" })} />
			<OfflineNotice />
			<GateLinkNotice />
			<AuthorityNotices notices={told} hidden={hidden} onHide={(id) => setHidden([...hidden, id])} />
		</>
	);
	return (
		<div
			data-unfinished={rush}
			data-direction={direction}
			className="screen-only fixed inset-0 flex flex-col overflow-hidden bg-paper text-ink"
		>
			<DoorHeader
				{...{ gate, direction, post, update }}
				age={keys.age}
				notices={told.length + (refused === undefined ? 0 : 1)}
				onNotices={() => setOpen({ kind: "notices" })}
				onCount={() => setOpen({ kind: "count" })}
				onSettings={() => setOpen({ kind: "settings" })}
			/>
			<RulesLock gate={gate} />
			<RoomStrip gate={gate} count={post.count} />
			<ScannerStrip door={door} />
			<main id="content" className="stage relative min-h-0 flex-1 overflow-hidden bg-black">
				{/* Always there: the lamp stays lit and the next scan is seen while a verdict lies over it. */}
				<CameraPicture video={scanner.video} />
				<DoorStage {...{ door, scanner, gate, codeKeys, update, notices }} onOpen={setOpen} />
				<BadgeNoteArea note={shift.note} />
				<TooOldScreen {...{ trust, gate, keys, update }} onHandOver={() => setOpen({ kind: "pairing" })} />
			</main>
			<LiveRegion urgent turn={stage.state === "verdict" ? stage.id : 0}>
				{stage.state === "verdict" ? spoken(stage.view) : ""}
			</LiveRegion>
			{open === undefined ? null : (
				<DoorDialogs
					{...{ open, gate, trust, scanner, update, refused, onChangeGate, onTraining }}
					notices={told}
					device={device.label}
					count={post.count}
					onOverride={(view, reason) => void door.work.override(view, reason)}
					onOpen={setOpen}
				/>
			)}
		</div>
	);
}

const scannerCheck = () => readScannerCheck();

/** What the calibration sheet found of this device's hand scanner. */
function useScannerCheck(): ScannerCheck | undefined {
	const live = useLive(scannerCheck);
	return live.state === "ready" ? live.value : undefined;
}

/** Judge again what is in view. */
function useForget({ desk }: Door, forgetView: () => void): () => void {
	return useCallback(() => {
		desk.dispatch({ type: "forget" });
		forgetView();
	}, [desk, forgetView]);
}

/** Whoever is still in view is judged again, by the rules chosen now. */
function useForgetOnNewRules(forget: () => void, { journey }: GateChoice): void {
	const { destination, arrival } = journey ?? {};
	// biome-ignore lint/correctness/useExhaustiveDependencies: destination and arrival choose the rules
	useEffect(forget, [forget, destination, arrival]);
}
