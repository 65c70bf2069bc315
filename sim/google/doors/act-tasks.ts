// In: a person's act on tasks. Out: the task afterwards.
// A task completed in Google's own apps becomes hidden: clients must ask with showHidden.
// Never here: rules of its own; all changes go through tasks/write.ts.
import type { TaskListRecord, TaskRecord } from '../tasks/records.ts';
import { computePosition, renderTask, touchTask } from '../tasks/records.ts';
import { addTask, changeTask, moveTask, removeTask, toInput } from '../tasks/write.ts';
import type { Account, World } from '../world.ts';
import { mergePatch, refuse } from '../wire.ts';
import type { Json } from '../wire.ts';
import type { ActOf } from './act.ts';

function requireList(account: Account, id: string): TaskListRecord {
  const { lists, defaultList } = account.tasks;
  const byTitle = [...lists.values()].find((list) => list.title === id);
  return lists.get(id === '@default' ? defaultList : id) ?? byTitle ?? refuse(404, 'notFound', `There is no task list ${id}.`);
}

function show(world: World, list: TaskListRecord, task: TaskRecord): Json {
  return renderTask(world.url, list, task, computePosition(list, task));
}

export function actTasks(world: World, account: Account, act: ActOf<'task'>): Json {
  const list = requireList(account, act.list);
  if (act.action === 'task.create') return show(world, list, addTask(world, list, act.task, act.parent, act.previous));
  const task = list.tasks.get(act.id);
  if (task === undefined || task.deleted) refuse(404, 'notFound', `There is no task ${act.id}.`);
  switch (act.action) {
    case 'task.edit':
      changeTask(world, list, task, mergePatch(toInput(task), act.patch));
      return show(world, list, task);
    case 'task.complete':
      changeTask(world, list, task, { ...toInput(task), status: 'completed' });
      task.hidden = true;
      touchTask(world, list, task);
      return show(world, list, task);
    case 'task.delete':
      removeTask(world, list, task);
      return show(world, list, task);
    case 'task.move': {
      const target = act.destination === undefined ? list : requireList(account, act.destination);
      return show(world, target, moveTask(world, list, task, target, act.parent, act.previous));
    }
    default:
      return act satisfies never;
  }
}
