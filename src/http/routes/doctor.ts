// What the doctor finds, for administrators. In: nothing. Out: its report. Never here: a
// secret, or more than one examination at a time: each asks Google.

import type { RegisterRoutes } from '../app-types.ts';
import { doctorReport } from '../contract/doctor.ts';
import type { DoctorReport } from '../contract/doctor.ts';

export function makeDoctorRoutes(examine: () => Promise<DoctorReport>): RegisterRoutes {
  let running: Promise<DoctorReport> | undefined;
  return (app) => {
    app.get('/doctor', { config: { administrator: true }, schema: { tags: ['product'], summary: 'What works, what does not, and what to do', response: { 200: doctorReport } } }, async () => {
      running ??= examine().finally(() => {
        running = undefined;
      });
      return running;
    });
  };
}
