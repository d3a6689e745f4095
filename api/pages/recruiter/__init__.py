"""The recruiters' page: referrals and what happened to them."""
