import { z } from "zod";

/**
 * `GET /api/health`: is the portal there, and does it reach its database? A device that has had nothing to send for a
 * while asks this once a minute; 503 with Retry-After while the portal sheds load.
 */
export const healthAnswer = z.object({
	/** Whether the portal reaches its database. */
	database: z.boolean(),
});
