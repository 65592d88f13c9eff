//! What may be done, by which role, how far: values, listed by the rooms that ask them.

use crate::{Actor, Fault, Lang, Leave};

crate::codes! {
    /// A standing that an appointment gives. Posts and statuses are those of the station:
    /// only police officers decide; auxiliaries and assistants help.
    pub enum Role {
        /// 带班所领导: the leader on duty, also deputies.
        Leader = "leader",
        /// 所长: the station chief.
        Chief = "chief",
        /// 指挥室值班: the command room's desk.
        Desk = "desk",
        /// 民警: a police officer.
        Officer = "officer",
        /// 辅警: a contract auxiliary; assists, never decides.
        Auxiliary = "auxiliary",
        /// 警务助理: a village cadre with a certificate; no police powers.
        Assistant = "assistant",
        /// 村书记: the village's Party secretary.
        Village = "village",
        /// 街道组长: the subdistrict's leader of the joint team.
        Street = "street",
        /// 系统管理员: units, accounts, registers, backup; reads no business.
        SystemAdmin = "system_admin",
        /// 安全管理员: confirms rights, ends sessions, sets policies; reads no business.
        SecurityAdmin = "security_admin",
        /// 审计员: reads the journal, nothing else.
        Auditor = "auditor",
        /// 接口: the branch's dispatch line, a device.
        Gateway = "gateway",
        /// 受理单位: a body outside the station that answers one hand-over by its link.
        Body = "body",
        /// 大屏: a wall screen; shows, never acts.
        Wall = "wall",
        /// 系统: timers and jobs of the station itself.
        System = "system",
    }
}

impl Role {
    /// Whether this standing is a police officer's: only these review, close and lead.
    pub const fn is_police(self) -> bool {
        matches!(self, Role::Leader | Role::Chief | Role::Officer)
    }

    /// Whether this is one of the three administrators 三员, who hold nothing else and see no
    /// business (GB/T 22239-2019 level 3, 8.1.5).
    pub const fn is_administrator(self) -> bool {
        matches!(self, Role::SystemAdmin | Role::SecurityAdmin | Role::Auditor)
    }
}

crate::codes! {
    /// How far a permission reaches. Ordered: each includes the ones before it.
    pub enum Scope {
        /// Matters in which one takes part oneself.
        Own = "own",
        /// Matters of one's own village too.
        Village = "village",
        /// Every matter of the station.
        Station = "station",
    }
}

/// One thing that may be done.
#[derive(Debug)]
pub struct Permission {
    /// Room and verb: `incidents.dispatch`.
    pub code: &'static str,
    /// What it is called on screen.
    pub label: fn(Lang) -> &'static str,
    /// Who may, and how far.
    pub grants: &'static [(Role, Scope)],
}

impl Permission {
    /// How far this standing reaches, if at all.
    pub fn scope(&self, role: Role) -> Option<Scope> {
        self.grants.iter().find(|(granted, _)| *granted == role).map(|(_, scope)| *scope)
    }

    /// Asks whether `actor` may at all: the standing that reaches farthest answers.
    ///
    /// # Errors
    /// [`Fault::Forbidden`] where no standing of the actor has the permission.
    pub fn ask(&self, actor: &Actor) -> Result<Leave, Fault> {
        let reaches = |standing: &&crate::Standing| self.scope(standing.role);
        let best = actor.standings.iter().filter(|s| reaches(s).is_some()).max_by_key(reaches);
        let Some(standing) = best else {
            return Err(Fault::Forbidden { permission: self.code });
        };
        let scope = reaches(&standing).unwrap_or(Scope::Own);
        Ok(Leave { role: standing.role, scope, village: standing.village })
    }
}
