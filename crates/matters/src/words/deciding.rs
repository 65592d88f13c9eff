//! What is said where rights and duties are decided by two, or may not be decided by oneself.

use super::Words;

words! { more for Words:
    ended_by_two: "聘期已经结束，恢复权限任何时候都要两个人" | "The term has ended; rights are given back by two at any time";
    prolong_by_two: "延长要两个人：请用“延长聘期”提出，由另一个人确认" | "Prolonging takes two people: propose it under “Prolong a term”, another confirms";
    leaders_decide(count): "已退回 {count} 次，要所长和街道组长都定给同一家，才能再推" | "Returned {count} times: station chief and street leader must both decide for the same body first";
    leaders_too_early(count, limit): "退回 {count} 次，满 {limit} 次才请街道组长定" | "Returned {count} times; the street leader is asked after {limit}";
    leaders_no_return: "还没有退回过，没有要商定的" | "It never came back; there is nothing to agree on";
    own_standing: "用紧急权限的时候，自己的任期、身份不能动" | "In one's own emergency one's own term and roles stay as they are";
}
