"""wpkit: Chinese government work points (工作要点) and task breakdown tables (任务分解表) to tasks."""
