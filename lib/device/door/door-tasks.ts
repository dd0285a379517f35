import "client-only";
import type { Task } from "@/lib/outbox/run-tasks";
import { kitTask } from "../identity/kit-task";
import { trustTask } from "../trust/refresh";
import { checkinTask } from "./checkin-runner";
import { codeReportTask } from "./code-report-runner";

/**
 * What a door does by itself while its page is open. Keys come first: a door that just got a network for a minute
 * should leave it able to verify. The kit brings the keys of written codes for the next ten days (CC-4).
 */
export const DOOR_TASKS: readonly Task[] = [trustTask, kitTask, checkinTask, codeReportTask];
