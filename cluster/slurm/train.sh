#!/bin/sh
# What "dinofleet launch ... --on slurm --dry-run" prints, for those who write their own: sbatch cluster/slurm/train.sh.
# The folder of --output must be there. What each option is for: docs/slurm.md.
#SBATCH --job-name=dinofleet-vitl14
#SBATCH --nodes=5
#SBATCH --ntasks-per-node=1
#SBATCH --no-kill
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --signal=B:USR2@60
#SBATCH --output=/shared/runs/vitl14/logs/slurm-%j.log
#SBATCH --partition=gpu
#SBATCH --gpus-per-node=8
#SBATCH --time=24:00:00

exec /shared/dinofleet/dinofleet launch /shared/dinofleet/configs/vitl14.yaml \
  train.dataset_path=/shared/images train.output_dir=/shared/runs/vitl14 --nproc-per-node auto \
  --on slurm:allocation --nodes 2:4 --spares 1 --network 10.0.0.0/8
